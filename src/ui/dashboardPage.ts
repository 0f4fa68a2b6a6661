/**
 * The document of a page of ours: empty, and allowed to load its own script and style sheets and nothing else.
 * Everything it shows comes by messages.
 */
import * as vscode from 'vscode';

/** Where the page's files are. */
export function pageFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist');
}

/** One of our pages; `dashboard/page.ts` starts it by its name. */
export interface PageKind {
  readonly name: 'dashboard' | 'scaling';
  readonly styles: readonly string[];
}

/** The HTML of the page. */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri, { name, styles }: PageKind): string {
  const nonce = crypto.randomUUID();
  const uriOf = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(extension), file)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language.replace(/[^\w-]/g, '')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map((file) => `<link rel="stylesheet" href="${uriOf(file)}">`).join('\n')}
<title>Node Cluster</title>
</head>
<body data-page="${name}">
<script nonce="${nonce}" src="${uriOf('dashboard.js')}"></script>
</body>
</html>`;
}
