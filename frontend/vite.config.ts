import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// Django serves what `vite build` writes at /static/app/ (config/settings.py) and the page itself at /.
export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/app/" : "/",
  plugins: [react()],
  resolve: {
    alias: {
      // remark-gfm brings it along; without it the first load is 5 KB smaller.
      "mdast-util-to-markdown": fileURLToPath(new URL("src/lib/markdownWriter.ts", import.meta.url)),
    },
  },
  assetsInclude: ["**/*.parquet", "**/*.csv"],
  build: {
    outDir: "dist",
    // The Content-Security-Policy allows no scripts or fonts from data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: {
      "/api": { target: process.env.BACKEND ?? "http://127.0.0.1:8000", ws: true },
    },
    fs: { allow: [".", "../samples"] },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    restoreMocks: true,
  },
}));
