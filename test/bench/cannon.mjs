/**
 * The process that fires: autocannon by its interface, told by a line of JSON what to fire and answering with one. With
 * a connection per request autocannon resets the connection before it counts the answer, so answers are counted here,
 * when their head has come; a latency includes the connecting.
 */
import autocannon from 'autocannon';

const { connections, seconds, keepAlive, url } = JSON.parse(process.argv[2] ?? '{}');
const latencies = [];
/** Answers by their text, which of the hello app is the pid of the worker. */
const answers = new Map();
const LONGEST_PID = 10;
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
  client.on('body', (body) => {
    if (body.length > LONGEST_PID) return;
    const text = body.toString('latin1');
    answers.set(text, (answers.get(text) ?? 0) + 1);
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
const failed = errors + timeouts + refused;
console.log(JSON.stringify({ answered: latencies.length, duration, p99, failed, byWorker: [...answers.values()] }));
