import fc from 'fast-check'

// Preloaded into each test process of a long run: every round draws other cases, and the seed draws them again.
fc.configureGlobal({ seed: Number(process.env['TEST_SEED']) })
