/** The page's end of the line to the extension, and what VS Code keeps for the page while it is out of sight. */
import type { DashboardMemory, FromPage, ToPage } from '../core/dashboard/messages';
import type { FromScalingPage } from '../core/scaling/scalingView';
import { type Choices, DEFAULT_CHOICES } from './choices';

interface VsCodeApi {
  postMessage(message: FromPage | FromScalingPage): void;
  getState(): unknown;
  setState(state: DashboardMemory & { readonly choices: Choices }): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();

/** Asks the extension for something. */
export function tellHost(message: FromPage | FromScalingPage): void {
  vscode.postMessage(message);
}

/** Calls back with each message of the extension. */
export function onMessage(listener: (message: ToPage) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => listener(data));
}

/** What the person had chosen when the page was last in sight. */
export function rememberedChoices(): Choices {
  const state = vscode.getState();
  const choices = typeof state === 'object' && state !== null && 'choices' in state ? state.choices : undefined;
  return { ...DEFAULT_CHOICES, ...(typeof choices === 'object' ? choices : {}) };
}

/** Keeps the run and the choices over hiding the panel and reloading the window. */
export function remember(memory: DashboardMemory, choices: Choices): void {
  vscode.setState({ ...memory, choices });
}
