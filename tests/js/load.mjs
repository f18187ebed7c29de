// The player's sources as a page loads them, in a context of their own and without a document.
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

const root = new URL('../../', import.meta.url);
export const read = (path) => readFileSync(new URL(path, root), 'utf8');
export const readJson = (path) => JSON.parse(read(path));

export function load(...names) {
  const context = createContext({ TextEncoder, TextDecoder });
  for (const name of names) runInContext(read(`scripts/banxing/player/${name}`), context, { filename: name });
  return context.Banxing;
}

// Plain data made in another context has other prototypes; deepEqual is about what it holds.
export const plain = (value) => JSON.parse(JSON.stringify(value));
