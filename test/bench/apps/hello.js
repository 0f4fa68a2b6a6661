// The least that a server can do; answers with its pid, so that clients see who served them.
const { createServer } = require('node:http');

createServer((_request, response) => response.end(String(process.pid))).listen(Number(process.env.PORT));
