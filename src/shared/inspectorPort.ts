/**
 * The port on which a worker's inspector opens when it is asked to by a signal. A worker whose loop is blocked cannot be
 * told a port, so it is prepared for one at its start: by its pid, so that the ports of all workers differ and primary
 * and worker know it without a word. The range lies below those that systems give to outgoing connections.
 */
const FIRST = 20_000;
const COUNT = 12_768;

/** The port for the process of that id. */
export function inspectorPort(pid: number): number {
  return FIRST + (pid % COUNT);
}
