// A thread of `check`: the bundle again, with its code cache.
import { BUNDLE, loadBundle } from './bundle.ts';

loadBundle(BUNDLE).exports.serve();
