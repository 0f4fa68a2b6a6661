/**
 * Whether this is the main thread. Worker threads inherit `NODE_OPTIONS` and run every preload again; Node takes functions
 * from them that concern the whole process, and marks what it leaves in their place (Node 12 to 26). `node:worker_threads`
 * would say it too, but to load it costs half a millisecond in each worker.
 */
export function isMainThread(): boolean {
  return (process.chdir as { readonly disabled?: boolean }).disabled !== true;
}
