// Express as it is most often met: a body parser, a route, a JSON answer.
const express = require('express');

const app = express();
app.use(express.json());
app.get('/', (_request, response) => response.json({ pid: process.pid }));
app.listen(Number(process.env.PORT));
