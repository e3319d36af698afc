// A reporter for node --test that writes JUnit XML: this Node has none of its own.
const escaped = (text) =>
  String(text)
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[<>&"]/g, (c) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" })[c]);

const why = (details) => {
  const error = details?.error;
  return String(error?.cause?.message ?? error?.message ?? error ?? "failed");
};

export default async function* junit(source) {
  yield "<testsuites><testsuite>\n";
  for await (const { type, data } of source) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    // A file that holds tests is reported as a test itself; only when it broke does it say something.
    const isFile = data.nesting === 0 && /\.test\.[cm]?js$/.test(data.name);
    if (isFile && (type === "test:pass" || data.details?.error?.failureType === "subtestsFailed")) continue;
    const file = (data.file ?? "").replace(/^.*\/tests\//, "");
    yield `<testcase classname="${escaped(isFile ? "" : file)}" name="${escaped(isFile ? data.name.replace(/^.*\/tests\//, "") : data.name)}">`;
    if (data.skip !== undefined || data.todo !== undefined) yield "<skipped/>";
    else if (type === "test:fail") yield `<failure message="${escaped(why(data.details))}"/>`;
    yield "</testcase>\n";
  }
  yield "</testsuite></testsuites>\n";
}
