// Starts databases of their own for the tests, from the programs of Debian's packages, on ports that are free.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const NOBODY = 65534;

function program(name) {
  const installed = '/usr/lib/postgresql';
  const folders = [
    ...process.env.PATH.split(delimiter),
    '/usr/sbin',
    ...(existsSync(installed) ? readdirSync(installed).map((version) => join(installed, version, 'bin')) : []),
  ];
  return folders.map((folder) => join(folder, name)).find(existsSync);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function accepts(port, child) {
  const end = Date.now() + 60_000;
  while (Date.now() < end && child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const done = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(
      () => false,
    );
    socket.destroy();
    if (done) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${child.spawnfile} does not listen`);
}

/** Runs a server in a folder of its own; returns its port and how to stop it, or nothing where it is not installed. */
async function start(names, prepare) {
  const [main, ...tools] = names.map(program);
  if ([main, ...tools].includes(undefined)) {
    console.error(
      `not tested, as there is no ${names.find((name) => program(name) === undefined)}: install it from your distribution`,
    );
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), `${names[0]}-`));
  const identity = process.getuid() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (identity.uid !== undefined) {
    chownSync(folder, NOBODY, NOBODY);
  }
  const port = await freePort();
  const options = { cwd: folder, stdio: 'ignore', env: { PATH: process.env.PATH, LC_ALL: 'C' }, ...identity };
  const run = (tool, ...args) => execFileSync(tool, args, options);
  const child = spawn(main, prepare({ folder, port, run, tools }), options);
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await accepts(port, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}

export const startPostgres = () =>
  start(['postgres', 'initdb'], ({ folder, port, run, tools: [initdb] }) => {
    run(initdb, '-D', join(folder, 'data'), '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8');
    return ['-D', join(folder, 'data'), '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'];
  });

export const startMariaDb = () =>
  // the last one is of another package, and called by the second
  start(['mariadbd', 'mariadb-install-db', 'my_print_defaults'], ({ folder, port, run, tools: [install] }) => {
    run(install, '--no-defaults', `--datadir=${folder}/data`, '--skip-test-db', '--auth-root-authentication-method=normal');
    writeFileSync(join(folder, 'init.sql'), 'CREATE DATABASE test;\n');
    return [
      '--no-defaults',
      `--datadir=${folder}/data`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${folder}/socket`,
      `--init-file=${folder}/init.sql`,
      '--innodb-flush-log-at-trx-commit=0',
    ];
  });

export const startRedis = () =>
  start(['redis-server'], ({ port }) => ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']);
