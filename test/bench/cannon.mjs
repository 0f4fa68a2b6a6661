/**
 * The process that fires: autocannon by its interface, told by a line of JSON what to fire and answering with one. With
 * a connection per request autocannon resets the connection before it counts the answer, so answers are counted here,
 * when their head has come; a latency includes the connecting.
 */
import autocannon from 'autocannon';

const { connections, seconds, keepAlive, url } = JSON.parse(process.argv[2] ?? '{}');
const latencies = [];
let refused = 0;

/** Each client has one request under way at a time. */
function watchClient(client) {
  let begun = 0;
  client.on('request', () => {
    begun = performance.now();
  });
  client.on('headers', ({ statusCode }) => {
    if (statusCode === 200) latencies.push(performance.now() - begun);
    else refused++;
  });
}

const result = await autocannon({
  url,
  connections,
  duration: seconds,
  setupClient: watchClient,
  ...(keepAlive ? {} : { reconnectRate: 1 }),
});
latencies.sort((a, b) => a - b);
const p99 = latencies[Math.floor(latencies.length * 0.99)] ?? 0;
const { duration, errors, timeouts } = result;
console.log(JSON.stringify({ answered: latencies.length, duration, p99, failed: errors + timeouts + refused }));
