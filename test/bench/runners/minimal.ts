/** The tutorial's primary, the measure of all others. */
import path from 'node:path';
import { startOwnPrimary } from './ownPrimary';
import type { Runner } from './runner';

export const minimal: Runner = {
  name: 'minimal',
  title: 'minimal primary',
  start: async (options) => startOwnPrimary({ ...options, args: [path.join(__dirname, 'minimalPrimary.cjs')] }),
};
