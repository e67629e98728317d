import app from './en/app.json' with { type: 'json' }
import card from './en/card.json' with { type: 'json' }
import home from './en/home.json' with { type: 'json' }
import me from './en/me.json' with { type: 'json' }
import signIn from './en/signIn.json' with { type: 'json' }

export const en = { app, card, home, me, signIn }
