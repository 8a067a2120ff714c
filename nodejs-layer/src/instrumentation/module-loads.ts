import { warnOf } from '../settings/diagnostics.ts';

/** Changes what a module exports in place, or returns what is to be exported instead. */
export type ModulePatch = (exports: Record<string, unknown>, file: string) => unknown;

interface LoadingModule {
  id: string;
  exports: unknown;
}

const patches = new Map<string, Array<{ readonly end: string; readonly patch: ModulePatch }>>();

/** Patches CommonJS modules, those that ES modules import too, when they have been loaded. */
export function onLoad(end: string, patch: ModulePatch): void {
  if (patches.size === 0) {
    watchLoads();
  }
  const name = end.slice(end.lastIndexOf('/') + 1);
  patches.set(name, [...(patches.get(name) ?? []), { end, patch }]);
}

/**
 * Sees modules by their member `loaded`, which the loader sets to false when it makes a module and to
 * true when it is loaded. A wrapper of `require` or `Module._load` would be a frame in the stack
 * traces of all that is loaded.
 */
function watchLoads(): void {
  const { prototype } = process.getBuiltinModule('node:module') as { prototype: object };
  Object.defineProperty(prototype, 'loaded', {
    configurable: true,
    set(this: LoadingModule, loaded: boolean) {
      const found = loaded ? [] : patchesOf(this.id);
      if (found.length === 0) {
        define(this, loaded);
        return;
      }
      Object.defineProperty(this, 'loaded', {
        configurable: true,
        enumerable: true,
        get: () => false,
        set: (value: boolean) => {
          define(this, value);
          for (const patch of found) {
            apply(this, patch);
          }
        },
      });
    },
  });
}

/** As if it had been assigned. */
function define(module: LoadingModule, value: boolean): void {
  Object.defineProperty(module, 'loaded', { value, configurable: true, enumerable: true, writable: true });
}

function patchesOf(file: unknown): ModulePatch[] {
  if (typeof file !== 'string') {
    return [];
  }
  const candidates = patches.get(file.slice(file.lastIndexOf('/') + 1)) ?? [];
  return candidates.filter(({ end }) => file.endsWith(end)).map(({ patch }) => patch);
}

function apply(module: LoadingModule, patch: ModulePatch): void {
  try {
    const { exports } = module;
    if ((typeof exports === 'object' && exports !== null) || typeof exports === 'function') {
      module.exports = patch(exports as Record<string, unknown>, module.id) ?? exports;
    }
  } catch (cause) {
    warnOf(`calls by ${module.id} are not traced`, cause);
  }
}
