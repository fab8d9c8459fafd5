// Runs first in a process of utilityProcess.fork: `process.parentPort` over the channel of child_process.fork.
const { EventEmitter } = require('node:events');
const port = new EventEmitter();
port.postMessage = (message) => process.send(message);
process.on('message', (data) => port.emit('message', { data, ports: [] }));
// A utility process ends with the app, however that ends.
process.on('disconnect', () => process.exit(0));
process.parentPort = port;
