import { guarded } from './instrumentation.ts';

type Found = (emitter: object) => void;

const listeners = new Map<string, Found[]>();

/**
 * Calls the function with each emitter that gets the member. That is how a library's classes are found in bundles, whose
 * modules have no names: minifiers leave the names of members as they are, and a constructor that assigns one calls the
 * accessor that it inherits. The member is then the emitter's own, as if nothing had been in between.
 */
export function onEmitter(member: string, found: Found): void {
  const known = listeners.get(member);
  if (known !== undefined) {
    known.push(found);
    return;
  }
  const all = [found];
  listeners.set(member, all);
  const { EventEmitter } = process.getBuiltinModule('node:events');
  Object.defineProperty(EventEmitter.prototype, member, {
    configurable: true,
    set(this: object, value: unknown) {
      if (!Object.isExtensible(this)) {
        // as the engine says it
        throw new TypeError(`Cannot add property ${member}, object is not extensible`);
      }
      Object.defineProperty(this, member, { value, configurable: true, enumerable: true, writable: true });
      for (const each of all) {
        guarded(`calls of emitters with "${member}" are not traced`, () => {
          each(this);
        });
      }
    },
  });
}
