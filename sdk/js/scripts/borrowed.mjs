// The engine's tool gives a function that borrows a resource no way to hand it back, and such a call ends in a trap. So the code is made
// for functions that own the call, which the entry hands back at their end, and put into the component made for functions that borrow it:
// to a core module both are one number.

const CORE_MODULE = 1;
const COMPONENT = 4;

/** The component `borrowing` with the core modules of `owning`. */
export function borrowed(owning, borrowing) {
  const [own, borrow] = [sections(owning), sections(borrowing)];
  if (own.map(({ id }) => id).join() !== borrow.map(({ id }) => id).join()) throw new Error("the two components are not built alike");
  const parts = [borrowing.subarray(0, 8)];
  own.forEach(({ id, body }, at) => {
    const theirs = borrow[at].body;
    const whole = id === CORE_MODULE ? body : id === COMPONENT ? borrowed(body, theirs) : theirs;
    parts.push(Uint8Array.of(id, ...leb(whole.length)), whole);
  });
  return Buffer.concat(parts);
}

function sections(bytes) {
  const found = [];
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    let [length, shift, byte] = [0, 0, 0x80];
    for (at += 1; byte & 0x80; at += 1, shift += 7) {
      byte = bytes[at];
      length |= (byte & 0x7f) << shift;
    }
    found.push({ id, body: bytes.subarray(at, at + length) });
    at += length;
  }
  return found;
}

function leb(number) {
  const bytes = [];
  for (let rest = number; ; ) {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
    if (rest === 0) return bytes;
  }
}
