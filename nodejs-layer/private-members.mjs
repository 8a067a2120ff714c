// Finds the names of members that are private, so that the build can give them shorter ones.
import ts from 'typescript';

/**
 * Returns the names that only private members have, by the types of all sources.
 *
 * @param sources the folder of the sources
 */
export function namesOfPrivateMembers(sources) {
  const config = ts.readConfigFile(`${sources}../tsconfig.json`, ts.sys.readFile).config;
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, `${sources}..`);
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const names = { true: new Set(), false: new Set() };
  for (const file of program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(sources))) {
    visit(file);
  }
  return Array.from(names[true]).filter((name) => !names[false].has(name));

  function visit(node) {
    if (ts.isIdentifier(node) || ts.isStringLiteral(node)) {
      if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) {
        const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
        names[declarations.length > 0 && declarations.every(isPrivate)].add(node.text);
      } else if (isMember(node.parent, node)) {
        names[isPrivate(node.parent)].add(node.text);
      }
    }
    ts.forEachChild(node, visit);
  }
}

function isPrivate({ modifiers = [] }) {
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
}

/** Returns whether a node is the name of a member, as it is declared, assigned, taken out of an object, or a text that may name it. */
function isMember(parent, node) {
  if (ts.isStringLiteral(node)) {
    return !ts.isImportDeclaration(parent);
  }
  return (
    (ts.isParameter(parent) && parent.name === node && parent.modifiers !== undefined) ||
    (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) ||
    [
      ts.isPropertyDeclaration,
      ts.isMethodDeclaration,
      ts.isAccessor,
      ts.isPropertySignature,
      ts.isMethodSignature,
      ts.isPropertyAssignment,
      ts.isShorthandPropertyAssignment,
      ts.isEnumMember,
    ].some((is) => is(parent) && parent.name === node)
  );
}
