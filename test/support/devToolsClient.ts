/** Speaks the DevTools protocol with an inspector, as little of it as tests need to see that it is open and whose it is. */
import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Evaluates an expression in the process whose inspector is at `url`, and answers its value. */
export async function evaluateIn(url: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  const [data] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  await once(socket, 'close');
  return (JSON.parse(data.toString()) as { result: { result: { value: unknown } } }).result.result.value;
}

/** Whether an inspector takes connections at `url`. */
export async function isInspectorOpen(url: string): Promise<boolean> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  return new Promise((resolve) => {
    socket.once('open', () => {
      socket.terminate();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** A process that a debugger holds still. */
export interface Held {
  /** Lets it go on; the debugger stays. */
  resume(): void;
  /** Takes the debugger away, which lets it go on too. */
  leave(): void;
}

/** Pauses the process whose inspector is at `url` as soon as its JavaScript runs. */
export async function holdStill(url: string): Promise<Held> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  let id = 0;
  const send = (method: string): void => socket.send(JSON.stringify({ id: ++id, method }));
  const paused = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => data.toString().includes('"Debugger.paused"') && resolve());
  });
  send('Debugger.enable');
  send('Debugger.pause');
  await paused;
  return {
    resume: () => send('Debugger.resume'),
    leave: () => socket.terminate(),
  };
}
