// A client in Node by an address of localhost: registers, is told what is played, leaves.
// node localhost.js udp6|udp4 HOST PORT
const dgram = require("dgram");
const [kind, host, port] = process.argv.slice(2);
const text = (word) => {
	const bytes = Buffer.from(word);
	return Buffer.concat([bytes, Buffer.alloc(4 - (bytes.length % 4))]);
};
const int = (number) => {
	const bytes = Buffer.alloc(4);
	bytes.writeInt32BE(number);
	return bytes;
};
const say = (address, ...numbers) => {
	const tags = text("," + "i".repeat(numbers.length));
	socket.send(Buffer.concat([text(address), tags, ...numbers.map(int)]), Number(port), host);
};
const socket = dgram.createSocket(kind);
const from = new Set();
let strikes = 0;
socket.on("message", (bytes, sender) => {
	from.add(sender.address);
	const address = bytes.subarray(0, bytes.indexOf(0)).toString();
	if (address === "/perf/note" && bytes.readInt32BE(bytes.length - 8) > 0) strikes += 1;
	if (strikes === 3) {
		say("/perf/notify", 0);
		console.log(JSON.stringify({ strikes, from: [...from] }));
		socket.close();
	}
});
say("/perf/notify", 1);
