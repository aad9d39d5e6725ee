// A charging station on the npm package ocpp-rpc: nothing of Corridor's is in it.
//
// Lines of JSON come in:  ["say", id, action, payload]  a CALL to the backend
//                         ["reply", action, payload]    what CALLs of that action get from now on
// and go out:             ["open", subprotocol]
//                         ["answer", id, payload] | ["error", id, code, description]
//                         ["asked", action, payload]    a CALL of the backend's
//                         ["bad", text]                 a frame that broke the rules, by this stack's own schemas
// The end of the input closes the socket in order.

const readline = require("node:readline");
const { RPCClient, createRPCError } = require("ocpp-rpc");

const [endpoint, identity, password, protocol] = process.argv.slice(2);
const replies = new Map();
const tell = (...line) => process.stdout.write(JSON.stringify(line) + "\n");

const station = new RPCClient({
  endpoint,
  identity,
  password,
  protocols: [protocol],
  strictMode: true,
  callTimeoutMs: 60_000,
  reconnect: false,
});
station.on("strictValidationFailure", ({ error }) => tell("bad", `${error.message} ${JSON.stringify(error.details)}`));
station.on("badMessage", ({ error }) => tell("bad", error.message));
station.handle(({ method, params }) => {
  tell("asked", method, params);
  if (!replies.has(method)) throw createRPCError("NotImplemented");
  return replies.get(method);
});

async function say(id, action, payload) {
  try {
    tell("answer", id, await station.call(action, payload));
  } catch (error) {
    tell("error", id, error.rpcErrorCode ?? error.name, error.message);
  }
}

async function main() {
  await station.connect();
  tell("open", station.protocol);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [verb, ...given] = JSON.parse(line);
    if (verb === "say") say(...given);
    else replies.set(...given);
  }
  await station.close();
}

main();
