/** The style of all pages: one column, system fonts, light and dark mode, AA contrast. */
export const style = `
:root {
  --ground: #eef1f6; --card: #fff; --text: #1a2230; --quiet: #556074; --line: #d5dbe5; --field: #7b879b;
  --accent: #2856c2; --accent-strong: #1d449f; --on-accent: #fff; --wash: #eef3fd;
  --link: #2856c2; --link-strong: #1d449f;
  --alarm: #a3211a; --alarm-wash: #fdeceb; --shadow: 0 1px 2px #1a223014, 0 12px 32px #1a223014;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10141b; --card: #19202b; --text: #e7ebf2; --quiet: #a5afc0; --line: #303a4a; --field: #77849a;
    --accent: #8db0ff; --accent-strong: #adc6ff; --on-accent: #0d1730; --wash: #202b40;
    --link: #8db0ff; --link-strong: #adc6ff;
    --alarm: #ffb3ac; --alarm-wash: #3b1c1c; --shadow: 0 1px 2px #0006, 0 12px 32px #0006;
  }
}
* { box-sizing: border-box; }
html { color-scheme: light dark; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; padding: 1.5rem 1rem; display: grid; place-items: center;
  background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
}
main {
  width: 100%; max-width: 26rem; padding: 2rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 14px; box-shadow: var(--shadow);
}
main.wide { max-width: 40rem; }
.brand {
  display: flex; align-items: center; gap: .5rem; margin: 0 0 1.5rem; color: var(--quiet);
  font-size: .875rem; font-weight: 600; letter-spacing: .02em;
}
.brand svg { fill: var(--link); }
.brand img { max-width: 10rem; object-fit: contain; }
[hidden] { display: none !important; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
p { margin: 0 0 1rem; }
h1, h2, p, li, dd { overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.name { font-weight: 600; }
a { color: var(--link); text-underline-offset: .15em; }
a:hover { color: var(--link-strong); }
label { display: block; margin: 1rem 0 .375rem; font-size: .9375rem; font-weight: 600; }
input {
  width: 100%; min-height: 2.875rem; padding: .5rem .75rem; border: 1px solid var(--field); border-radius: 8px;
  background: var(--card); color: inherit; font: inherit;
}
input[aria-invalid] { border-color: var(--alarm); }
button, .button {
  display: grid; place-content: center; width: 100%; min-height: 2.875rem; padding: .5rem 1rem; border: 1px solid var(--link);
  border-radius: 8px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600;
  text-align: center; text-decoration: none; cursor: pointer;
}
button:hover, .button:hover { background: var(--accent-strong); border-color: var(--link-strong); color: var(--on-accent); }
button.second { background: transparent; border-color: var(--field); color: var(--text); }
button.second:hover { background: var(--wash); border-color: var(--field); color: var(--text); }
button.link {
  display: inline; width: auto; min-height: 0; padding: 0; border: 0; background: none; color: var(--link);
  font-weight: 400; text-decoration: underline; text-underline-offset: .15em;
}
button.link:hover { background: none; color: var(--link-strong); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.actions { display: grid; gap: .75rem; margin-top: 1.5rem; }
@media (min-width: 30em) { .actions.pair { grid-template-columns: 1fr 1fr; } }
.password { position: relative; }
.password input { padding-right: 3.25rem; }
.reveal { position: absolute; inset: 0 0 0 auto; width: 2.875rem; padding: 0; border: 0; background: none; color: var(--quiet); }
.reveal:hover { background: none; color: var(--text); }
.reveal svg { fill: currentColor; }
.reveal .slash { fill: none; stroke: currentColor; stroke-width: 2; }
.reveal:not([aria-pressed=true]) .slash { display: none; }
.acting { margin: 0 0 1.5rem; padding: .75rem 1rem; border: 2px solid var(--alarm); border-radius: 8px; background: var(--alarm-wash); }
.problem {
  margin: 1rem 0; padding: .75rem 1rem; border-left: 4px solid var(--alarm); border-radius: 6px;
  background: var(--alarm-wash); color: var(--alarm); font-weight: 500;
}
.scopes { margin: 1rem 0; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: 10px; }
.scopes li { padding: .75rem 1rem; }
.scopes li + li { border-top: 1px solid var(--line); }
code { font: .875em ui-monospace, 'SF Mono', Menlo, Consolas, monospace; color: var(--quiet); overflow-wrap: anywhere; }
.scopes code { display: block; margin-top: .125rem; }
dl { margin: 1.5rem 0 0; border-top: 1px solid var(--line); }
dt { margin-top: 1rem; font-weight: 600; }
dd { margin: .125rem 0 0; }
.code { padding: 1rem; border: 1px solid var(--line); border-radius: 10px; text-align: center; }
.code strong { display: block; font: 600 2rem/1.3 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; letter-spacing: .05em; white-space: nowrap; }
.foot { margin: 1.5rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .875rem; color: var(--quiet); }
.legal { display: flex; flex-wrap: wrap; gap: .5rem 1rem; }
@media (max-width: 30em) {
  body { padding: 0; place-items: start stretch; background: var(--card); }
  main { border: 0; border-radius: 0; box-shadow: none; padding: 1.5rem 1.25rem; max-width: none; }
}
@media (forced-colors: active) { button, .button, input { border: 1px solid; } }
`;
