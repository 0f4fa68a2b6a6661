import { openSession } from '/work/main/test/support/vscode/session';
import { packageExtension } from '/work/main/test/support/vscode/packageExtension';
import { freePort } from '/work/main/test/support/vscode/freePort';
import http from 'node:http';
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));
async function main() {
  const port = await freePort();
  const s = await openSession({ fixture: 'sample', vsix: await packageExtension(), settings: { 'nodeCluster.workers': 2, 'nodeCluster.env': { PORT: String(port) } } });
  try {
    const w = s.workbench;
    await w.chooseInExplorer('server.js', 'Run Clustered');
    await w.openContainer('Node Cluster');
    await w.cluster.waitForRows('rows', (r) => r.length >= 4 && r.some((x) => x.description.includes('loop')));
    let on = true;
    void (async () => { while (on) { await new Promise<void>((r) => http.get({ port, agent: false }, (res) => { res.resume(); res.on('end', () => r()); }).on('error', () => r())); await sleep(5); } })();
    await sleep(2000);
    for (const label of ['#1', '#2', '#1', '#2', '#1']) {
      await w.page.mouse.move(5, 5); await sleep(1500);
      const row = w.page.locator('.part.sidebar .monaco-list-row', { hasText: label }).first();
      const box = (await row.boundingBox())!;
      await w.page.mouse.move(box.x + 60, box.y + 8); await sleep(20); await w.page.mouse.move(box.x + 62, box.y + 9);
      const t0 = Date.now(); let line = '';
      while (Date.now() - t0 < 8000) { const hovers = await w.page.locator('.monaco-hover .hover-contents').allInnerTexts(); const h = hovers.join(' ').includes('Worker ') ? 'X' : hovers.length ? 'o' : '.'; line += h; await sleep(80); }
      console.log(label, line);
    }
    on = false;
  } finally { await s.close(); }
}
main().catch((e) => { console.error(e); process.exitCode = 1; });
