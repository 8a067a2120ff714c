// Fetches and builds what the tests need from npm, before they run side by side.
import { NODES, nodeHome, runtimeClient } from './runtimes.mjs';

NODES.forEach(nodeHome);
[true, false].forEach(runtimeClient);
