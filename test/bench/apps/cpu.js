// About half a millisecond of CPU for each request: the same amount of JSON each time, whatever else the machine does.
const { createServer } = require('node:http');

const people = Array.from({ length: 320 }, (_, id) => ({
  id,
  name: `person ${id}`,
  tags: ['one', 'two'],
  score: id / 7,
}));
const text = JSON.stringify(people);

createServer((_request, response) => {
  const total = JSON.parse(text).reduce((sum, { score }) => sum + score, 0);
  response.end(JSON.stringify({ pid: process.pid, total, length: JSON.stringify(people).length }));
}).listen(Number(process.env.PORT));
