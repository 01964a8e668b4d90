/**
 * A process that runs one service after the other for the tests: the modules are loaded, and compiled by V8, once. Each connection to its socket is
 * one service. The client sends its environment and later `stop`; the host answers with what a process of its own would print.
 */
'use strict';
require('reflect-metadata');
const { createServer } = require('node:net');
const path = require('node:path');
const readline = require('node:readline');

const built = (file) => require(path.join(process.env.CASTELLAN_BUILD, file));

const serve = async (socket) => {
  const send = (message) => socket.writable && socket.write(`${JSON.stringify(message)}\n`);
  const interrupt = new AbortController();
  let app = null;
  const stop = async () => {
    interrupt.abort();
    const running = app;
    app = null;
    await running?.stop();
  };
  socket.on('error', () => {});
  // A test worker that was killed closes the socket.
  socket.on('close', () => void stop());
  for await (const line of readline.createInterface({ input: socket })) {
    const { env } = JSON.parse(line);
    try {
      if (!env) await stop().then(() => socket.end());
      else {
        const config = built('config').readConfig(env);
        const logger = built('platform/logger').createLogger(config.logLevel, { write: (log) => send({ log }) });
        app = await built('app/app').startApp(config, logger, interrupt.signal);
        send({ ready: app.publicUrl });
      }
    } catch (error) {
      send({ failed: error.stack });
    }
  }
};

// A warning of Node's would reach every operator. Node has printed it; whoever caused it fails.
process.on('warning', () => process.exit(1));

createServer((socket) => void serve(socket)).listen(process.argv[2], () => process.stdout.write('listening\n'));
