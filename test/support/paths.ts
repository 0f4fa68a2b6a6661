/** Paths as the tests of `core` compare them: without a disk. */
import { comparePaths } from '../../src/core/paths';

/** There are no links. */
export const AS_WRITTEN = comparePaths((path) => path);

/** `/link` leads to `/app`. */
export const THROUGH_LINK = comparePaths((path) => path.replace(/^\/link(?=\/|$)/, '/app'));
