/** Holds a worker's inspector open: asks its primary for it, and gives it back once. */
import type { Inspection } from '../core/ports';
import type { InspectorInfo, InspectorUse, RequestBody } from '../shared/protocol';
import { integer, objectOf, text, validate } from '../shared/shape';

const INSPECTOR = objectOf<InspectorInfo>({ url: text({ max: 1000 }), pid: integer({ min: 1 }) });

/** Opens the inspector of the worker in a slot; `request` asks the primary. */
export async function holdInspector(
  request: (body: RequestBody) => Promise<unknown>,
  { slot, ...use }: { readonly slot: number } & InspectorUse,
): Promise<Inspection> {
  const value = await request({ type: 'inspect', worker: slot, ...use });
  const issue = validate(INSPECTOR, value);
  if (issue) throw new Error(`The primary answered inspect with something else: ${issue.path} ${issue.want}`);
  const { url, pid } = value as InspectorInfo;
  let closed: Promise<void> | undefined;
  return {
    url,
    pid,
    close() {
      // The primary closes it by itself for a link that broke, and a worker that ended has none.
      closed ??= request({ type: 'closeInspector', pid, ...use }).then(
        () => {},
        () => {},
      );
      return closed;
    },
  };
}
