/** Times of day as the person's own clock shows them: the page knows the zone, the host may be far away. */

const WITH_SECONDS = new Intl.DateTimeFormat(navigator.language, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const SHORT = new Intl.DateTimeFormat(navigator.language, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `12:03` or `12:03:15` of a moment in epoch seconds. */
export function clockTime(seconds: number, isExact: boolean): string {
  return (isExact ? WITH_SECONDS : SHORT).format(seconds * 1000);
}
