import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = process.env.CLAWSTEAD_API ?? 'http://127.0.0.1:7400';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'target/dist',
    emptyOutDir: true,
    // A font inlined as data: would be refused by the policy the pages are served under.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  server: { proxy: { '/api': api } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
});
