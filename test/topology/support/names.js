'use strict';
// Docker's name server, as a process of its own inside a container: node names.js '{"api":["172.30.250.3"]}'
const { createSocket } = require('node:dgram');

const headerBytes = 12;

function nameIn(query) {
  const labels = [];
  for (let at = headerBytes; query[at] > 0; at += query[at] + 1)
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
  return labels.join('.');
}

/** RFC 1035, 4.1: the question as it came, then an address each, named by a pointer to the question. */
function answerTo(query, addressesOf) {
  const question = query.subarray(headerBytes, query.indexOf(0, headerBytes) + 5);
  const isForAddress = question.readUInt16BE(question.length - 4) === 1;
  const found = isForAddress ? addressesOf(nameIn(query)) : [];
  const header = Buffer.from([...query.subarray(0, 2), 0x81, 0x80, 0, 1, 0, found.length, 0, 0, 0, 0]);
  const records = found.map((address) =>
    Buffer.from([0xc0, headerBytes, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([header, question, ...records]);
}

function serve(addresses) {
  const socket = createSocket('udp4');
  const addressesOf = (name) => addresses[name] ?? [];
  socket.on('message', (query, { port, address }) =>
    socket.send(answerTo(query, addressesOf), port, address),
  );
  socket.bind(53, '127.0.0.11');
}

module.exports = { answerTo };
if (require.main === module) serve(JSON.parse(process.argv[2]));
