/** The least of a sign-in: one check of a password, with the parameters of the service. */
'use strict';
const { createServer } = require('node:http');
const { hash, verify } = require('@node-rs/argon2');

const PASSWORD = 'correct horse battery staple';
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

hash(PASSWORD, ARGON2ID).then((known) => {
  const server = createServer((request, response) => {
    request.resume().on('end', async () => {
      response.statusCode = (await verify(known, PASSWORD)) ? 200 : 500;
      response.end('{}');
    });
  });
  server.listen(0, '127.0.0.1', () => console.log(`castellan ready http://127.0.0.1:${server.address().port}`));
});
