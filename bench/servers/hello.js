/** H: the minimum for a POST with a JSON response in node:http. */
'use strict';
const { createServer } = require('node:http');

const BODY = '{"data":{"__typename":"Query"}}\n';
const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'content-length': BODY.length };
const server = createServer((request, response) => {
  request.on('data', () => {});
  request.on('end', () => {
    response.writeHead(200, HEADERS);
    response.end(BODY);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`castellan ready http://127.0.0.1:${server.address().port}`));
