// Runs first in a process of utilityProcess.fork: `process.parentPort` over the channel of child_process.fork.
const { EventEmitter } = require('node:events');

const port = new EventEmitter();
port.postMessage = (message) => process.send(message);
// As a MessagePort does, messages wait until somebody listens: the entry may still be loading.
let waiting = [];
port.on('newListener', (name) => {
  if (name !== 'message' || waiting === undefined) return;
  const messages = waiting;
  waiting = undefined;
  process.nextTick(() => {
    for (const message of messages) port.emit('message', message);
  });
});
process.on('message', (data) => {
  const message = { data, ports: [] };
  if (waiting === undefined) port.emit('message', message);
  else waiting.push(message);
});
// A utility process ends with the app, however that ends.
process.on('disconnect', () => process.exit(0));
process.parentPort = port;
