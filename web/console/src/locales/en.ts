import app from './en/app.json' with { type: 'json' }
import home from './en/home.json' with { type: 'json' }
import identity from './en/identity.json' with { type: 'json' }
import shops from './en/shops.json' with { type: 'json' }
import till from './en/till.json' with { type: 'json' }
import ui from './en/ui.json' with { type: 'json' }

export const en = { app, home, identity, shops, till, ui }
