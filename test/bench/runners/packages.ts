/** The programs that Node Cluster is compared with, installed once, beside the tests' other tools. */
import path from 'node:path';
import { ensurePackages } from '../../support/npmInstall';

const PACKAGES = { pm2: '7.0.4', throng: '5.0.0' };

/** The folder of one of them. */
export async function packageFolder(name: keyof typeof PACKAGES): Promise<string> {
  const folder = await ensurePackages(`bench-${PACKAGES.pm2}-${PACKAGES.throng}`, PACKAGES);
  return path.join(folder, 'node_modules', name);
}
