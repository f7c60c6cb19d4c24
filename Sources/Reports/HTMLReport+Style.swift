extension HTMLReport {
    /// SHA-256 of `style`, as the page's policy names it; a test computes it anew.
    static let styleHash = "sha256-KmJa0AMKtPQufeI50+9q4brE+LeyrkYbQjp3uFkbTGg="

    /// Bands differ in lightness as well as in hue, and each is named in words and marks: no reader needs the colour.
    static let style = """
        :root {
          --paper: #ffffff; --ink: #1b2430; --soft: #51606f; --line: #d5dce3; --wash: #f4f6f8; --link: #0b4f8a;
          --critical: #6b1030; --high: #b3470b; --moderate: #e8b23a; --low: #a9cfe8; --none: #e3e8ed;
          --critical-ink: #ffffff; --high-ink: #ffffff; --moderate-ink: #2b2003; --low-ink: #0d2c42; --none-ink: #45525f;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #12171d; --ink: #e6ebf0; --soft: #9fadba; --line: #303a45; --wash: #1a2129; --link: #8cc4f2;
            --critical: #c2185b; --high: #e0732c; --moderate: #e8b23a; --low: #7fb4d6; --none: #2b3540;
            --critical-ink: #ffffff; --high-ink: #1d0c02; --none-ink: #b6c2cd;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; overflow-wrap: break-word; background: var(--paper); color: var(--ink);
          font: 16px/1.55 Frutiger, "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
        main { max-width: 62rem; margin: 0 auto; padding: 3rem 2rem 4rem; }
        a { color: var(--link); text-underline-offset: 0.15em; }
        p, ul, ol, dl { margin: 0 0 0.8rem; }
        code { font: 0.92em/1.4 ui-monospace, "SFMono-Regular", Consolas, "DejaVu Sans Mono", monospace;
          overflow-wrap: anywhere; }
        h1, h2, h3 { line-height: 1.25; font-weight: 600; text-wrap: balance; overflow-wrap: anywhere; }
        h1 { font-size: 2.1rem; margin: 0 0 1rem; letter-spacing: -0.01em; max-width: 26em; }
        h2 { font-size: 1.35rem; margin: 0 0 1rem; }
        h3 { font-size: 1.05rem; margin: 0 0 0.3rem; }
        header { border-top: 6px solid var(--ink); padding-top: 1.5rem; margin-bottom: 2rem; }
        .kind { color: var(--soft); margin-bottom: 0.4rem; }
        .worst { margin-bottom: 1rem; }
        .lead { font-size: 1.12rem; max-width: 44em; margin-bottom: 0.4rem; overflow-wrap: anywhere; }
        .facts { color: var(--soft); font-size: 0.92rem; margin: 1.2rem 0 0; }
        .facts span + span::before { content: "·"; margin: 0 0.5em; }
        section { margin-top: 3rem; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); margin: 0;
          border-block: 1px solid var(--line); }
        .figures div { display: flex; flex-direction: column; padding: 1rem 1rem 1rem 0; }
        .figures dd { margin: 0; font-size: 2rem; line-height: 1.1; font-weight: 600; }
        .figures dt { color: var(--soft); font-size: 0.92rem; margin-top: 0.3rem; }
        .spread { margin: 1.5rem 0 0; }
        .spread figcaption { color: var(--soft); font-size: 0.92rem; margin-bottom: 0.5rem; }
        .spread svg { display: block; width: 100%; height: 14px; }
        .legend { list-style: none; padding: 0; margin: 0.7rem 0 0; display: flex; flex-wrap: wrap; gap: 0.5rem 1.4rem; }
        .fill-critical { fill: var(--critical); } .fill-high { fill: var(--high); }
        .fill-moderate { fill: var(--moderate); } .fill-low { fill: var(--low); } .fill-none { fill: var(--none); }
        .badge { margin-right: 0.3em; display: inline-flex; align-items: center; gap: 0.4em; vertical-align: 0.1em;
          white-space: nowrap; overflow-wrap: normal;
          padding: 0.12em 0.6em 0.12em 0.5em; border-radius: 3px; font: 600 0.82rem/1.4 Frutiger, "Segoe UI", Arial,
          "Liberation Sans", sans-serif; }
        .badge svg { width: 1.25em; height: 0.7em; }
        .badge .on { fill: currentColor; } .badge .off { fill: currentColor; opacity: 0.28; }
        .band-critical { background: var(--critical); color: var(--critical-ink); }
        .band-high { background: var(--high); color: var(--high-ink); }
        .band-moderate { background: var(--moderate); color: var(--moderate-ink); }
        .band-low { background: var(--low); color: var(--low-ink); }
        .band-none { background: var(--none); color: var(--none-ink); font-weight: 400; }
        .steps ol { padding-left: 1.4rem; max-width: 48em; }
        .steps li { padding-left: 0.3rem; margin-bottom: 0.5rem; }
        .steps li::marker { font-weight: 600; }
        .notice { border: 2px solid var(--ink); padding: 1.2rem 1.4rem 0.6rem; }
        .notice h2 { margin-bottom: 0.4rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 0.94rem; }
        th { text-align: left; font-weight: 600; color: var(--soft); font-size: 0.86rem; white-space: nowrap; }
        th, td { padding: 0.45rem 1.2rem 0.45rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
        tbody tr:last-child td { border-bottom: 0; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .fields { table-layout: fixed; min-width: 38rem; }
        .fields th:nth-child(1) { width: 26%; } .fields th:nth-child(2) { width: 23%; }
        .fields th:nth-child(3) { width: 8%; } .fields th:nth-child(4) { width: 15%; }
        .fields td { overflow-wrap: anywhere; }
        .endpoints { min-width: 46rem; }
        td.address { min-width: 9rem; }
        .endpoints td { overflow-wrap: anywhere; }
        .endpoints td:last-child { white-space: nowrap; }
        .endpoint { border-top: 2px solid var(--ink); padding-top: 1.5rem; }
        .flag { border-left: 4px solid var(--ink); padding: 0.2rem 0 0.2rem 0.8rem; font-weight: 600; }
        .sheet { margin-bottom: 1.6rem; }
        .sheet div { display: grid; grid-template-columns: 13rem 1fr; padding: 0.28rem 0; }
        .sheet dt { color: var(--soft); }
        .sheet dd { margin: 0; overflow-wrap: anywhere; }
        .dataset { border-left: 6px solid var(--none); padding: 0.2rem 0 0.2rem 1.2rem; margin: 0 0 2rem; }
        .edge-critical { border-color: var(--critical); } .edge-high { border-color: var(--high); }
        .edge-moderate { border-color: var(--moderate); } .edge-low { border-color: var(--low); }
        .counts { color: var(--soft); font-size: 0.94rem; margin-bottom: 0.6rem; }
        .reasons { padding-left: 1.1rem; max-width: 48em; }
        .reasons li { margin-bottom: 0.2rem; }
        .folded { color: var(--soft); overflow-wrap: anywhere; }
        details { margin: 0.5rem 0 1.2rem; }
        summary { cursor: pointer; color: var(--link); width: fit-content; }
        .evidence { margin: 0.7rem 0; padding-left: 1.1rem; font-size: 0.92rem; overflow-wrap: anywhere; }
        .evidence b { font-weight: 600; }
        .id { color: var(--soft); font-size: 0.86rem; }
        .others, .method { border-top: 2px solid var(--ink); padding-top: 1.5rem; }
        .method p, .method ul { max-width: 48em; }
        .method ul { padding-left: 1.1rem; }
        @media (max-width: 40rem) {
          main { padding: 1.5rem 1rem 3rem; } h1 { font-size: 1.6rem; } .sheet div { grid-template-columns: 1fr; }
        }
        @media print {
          :root {
            --paper: #ffffff; --ink: #000000; --soft: #3c4650; --line: #b9c2cb; --link: #000000;
            --critical: #6b1030; --high: #b3470b; --moderate: #e8b23a; --low: #a9cfe8; --none: #e3e8ed;
            --critical-ink: #ffffff; --high-ink: #ffffff; --none-ink: #45525f;
          }
          body { font-size: 10.5pt; } main { max-width: none; padding: 0; } section { margin-top: 1.6rem; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .figures { grid-template-columns: repeat(auto-fit, minmax(6.5rem, 1fr)); }
          @page { margin: 16mm 15mm; } table { font-size: 9.5pt; } th, td { padding-right: 0.9rem; }
          h2, h3, .sheet, tr, .counts, .reasons li, .notice { break-inside: avoid; }
          h2, h3, thead, .counts, .flag { break-after: avoid; }
          a { text-decoration: none; } summary { color: inherit; }
          details::details-content { content-visibility: visible; display: block; height: auto; }
          .scroll { overflow: visible; } .fields, .endpoints { min-width: 0; }
        }

        """
}
