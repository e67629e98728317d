import app from './zh/app.json' with { type: 'json' }
import card from './zh/card.json' with { type: 'json' }
import home from './zh/home.json' with { type: 'json' }
import me from './zh/me.json' with { type: 'json' }
import signIn from './zh/signIn.json' with { type: 'json' }

export const zh = { app, card, home, me, signIn }
