// Fetches Node.js and AWS's runtime clients from npm, once, into the cache that the local Lambda has, too.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const CACHE =
  process.env.OTEL_LAMBDA_EMULATOR_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lambda-emulator');
const POM = readFileSync(new URL('../../../pom.xml', import.meta.url), 'utf8');
const MACHINE = process.arch === 'arm64' ? 'arm64' : 'x64';
const versions = {
  20: version('nodejs20', '20.20.2'),
  22: version('nodejs22', '22.23.5'),
  24: version('nodejs24', '24.22.3'),
  callbacks: version('aws-lambda-ric-nodejs-callbacks', '3.3.0'),
  ric: version('aws-lambda-ric-nodejs', '4.0.2'),
  gyp: version('node-gyp', '11.2.0'),
};

/** The version that the root pom.xml has for the local Lambda, which names each once. */
function version(name, byDefault) {
  return new RegExp(`<${name}.version>(.*)</${name}.version>`).exec(POM)?.[1] ?? byDefault;
}

/** The Node.js versions to test with: all, or those of NODE_VERSIONS. */
export const NODES = (process.env.NODE_VERSIONS ?? '20 22 24').split(' ').map(Number);

/** Returns the folder of a Node.js, which has bin and include. */
export function nodeHome(major) {
  const name = `node-linux-${MACHINE}`;
  return join(
    cached(`node/${versions[major]}`, (folder) => install(folder, [`${name}@${versions[major]}`])),
    'node_modules',
    name,
  );
}

/** Returns a folder with index.mjs and rapid-client.node: the client with callbacks, or the newer one. */
export function runtimeClient(callbacks) {
  const release = callbacks ? versions.callbacks : versions.ric;
  return cached(`aws-lambda-ric/${release}`, (folder) => {
    const headers = nodeHome(callbacks ? 22 : 24);
    const work = join(folder, 'build');
    mkdirSync(work);
    install(work, [`aws-lambda-ric@${release}`], {
      npm_config_nodedir: headers,
      PATH: `${join(headers, 'bin')}:${process.env.PATH}`,
    });
    for (const file of ['index.mjs', 'rapid-client.node']) {
      renameSync(join(work, 'node_modules/aws-lambda-ric', callbacks ? 'dist' : '', file), join(folder, file));
    }
    rmSync(work, { recursive: true });
  });
}

/** Returns the node_modules of a folder that has a version of a package. */
export function cachedPackage(name, version) {
  return join(
    cached(`packages/${name}/${version}`, (folder) => install(folder, [`${name}@${version}`])),
    'node_modules',
  );
}

/** Returns the folder of an entry of the cache, which is made where it is missing: by a function that gets the folder. */
export function cached(entry, make) {
  const target = join(CACHE, entry);
  if (existsSync(target)) {
    return target;
  }
  mkdirSync(dirname(target), { recursive: true });
  const partial = mkdtempSync(join(dirname(target), 'partial-'));
  try {
    make(partial);
    if (!existsSync(target)) {
      renameSync(partial, target);
    }
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return target;
}

/** Installs packages, by name and version, into a folder. */
export function install(folder, names, env = {}) {
  const manifest = { private: true, allowScripts: { 'aws-lambda-ric': true }, overrides: { 'node-gyp': versions.gyp } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-update-notifier', ...names], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
