import assert from 'node:assert/strict';
import { pm2Command } from '../../src/host/pm2/pm2Place';
import { interpretedLine } from '../support/interpretedLine';

const AROUND = { home: '/home/ann/.pm2', searchPath: '/usr/bin', folders: [], platform: 'linux' };

describe('the command that runs pm2', () => {
  it('is the program itself, with the Node.js beside it on the search path', () => {
    const command = pm2Command('/opt/node/bin/pm2', ['jlist'], AROUND);

    const env = { PM2_HOME: AROUND.home, PATH: '/usr/bin:/opt/node/bin' };
    assert.deepEqual(command, { file: '/opt/node/bin/pm2', args: ['jlist'], env });
  });

  it('is the command interpreter on Windows, also below a folder with a space', () => {
    const pm2 = 'C:\\Users\\First Last\\AppData\\Roaming\\npm\\pm2.cmd';

    const { file, args } = pm2Command(pm2, ['jlist'], { ...AROUND, platform: 'win32' });

    assert.equal(interpretedLine({ command: file, args }), `call "${pm2}" jlist`);
  });
});
