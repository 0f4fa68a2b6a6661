// /lines/N prints N lines, a hundred at a time, and answers when they are written; /exit/N prints N and leaves at once.
const { createServer } = require('node:http');

const AT_A_TIME = 100;

function print(from, to) {
  for (let line = from; line < to; line++)
    console.log(`bench line ${line} of worker ${process.pid}, about as long as a line of a log is`);
}

function printSlowly(from, to, done) {
  if (from >= to) return done();
  print(from, Math.min(to, from + AT_A_TIME));
  setImmediate(printSlowly, from + AT_A_TIME, to, done);
}

createServer((request, response) => {
  const [, order, count = '0'] = request.url.split('/');
  if (order === 'lines') return printSlowly(0, Number(count), () => response.end(String(process.pid)));
  response.end(String(process.pid), () => {
    if (order !== 'exit') return;
    print(0, Number(count));
    process.exit(1);
  });
}).listen(Number(process.env.PORT));
