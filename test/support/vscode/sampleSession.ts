/** A session on the sample app with a port of its own and a fixed number of workers, which most stories begin with. */
import { freePort } from './freePort';
import type { Settings } from './scratch';
import type { Session } from './session';
import { useSession } from './useSession';

export interface SampleSession extends Session {
  /** Where the app listens once it runs. */
  readonly port: number;
}

/** Registers the hooks in the current `describe`. */
export function useSampleSession(workers: number, settings: Settings = {}): () => SampleSession {
  let port = 0;
  const session = useSession(async () => {
    port = await freePort();
    const env = { PORT: String(port) };
    return { fixture: 'sample', settings: { 'nodeCluster.workers': workers, 'nodeCluster.env': env, ...settings } };
  });
  return () => ({ ...session(), port });
}
