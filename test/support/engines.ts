/** Small servers that speak the protocols of speech engines and language models, with what real ones sent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LanguageModelServer } from '../../packages/voice/src/testing/language-model-server.ts';
import { recorded } from '../../packages/voice/src/testing/recorded-answers.ts';
import { recordedFrames, WyomingServer } from '../../packages/voice/src/testing/wyoming-server.ts';

export async function startEngines() {
  const wyoming = new WyomingServer();
  const { port } = await wyoming.listen();
  wyoming.answer = ({ type, data }, reply) => {
    if (type === 'audio-chunk' && data?.['timestamp'] === 2160) reply(recordedFrames('openwakeword'));
    if (type === 'audio-stop') reply(recordedFrames('faster-whisper'));
    if (type === 'synthesize') reply(recordedFrames('piper'));
  };
  const languageModel = new LanguageModelServer();
  const ollama = recorded.find(({ provider }) => provider === 'ollama');
  if (ollama !== undefined) languageModel.willAnswer(ollama.toolCall, ollama.stream);
  const whisper = createServer((request, response) => {
    request.resume().on('end', () => response.end('{"text":"turn on the kitchen lights"}'));
  });
  await new Promise<void>((resolve) => void whisper.listen(0, '127.0.0.1', resolve));
  return {
    /** What `docs/engines.md` reads. */
    environment: {
      WAKE_PORT: String(port),
      STT_PORT: String(port),
      TTS_PORT: String(port),
      LLM_URL: await languageModel.listen(),
      WHISPER_URL: `http://127.0.0.1:${(whisper.address() as AddressInfo).port}/v1`,
    },
    close() {
      wyoming.close();
      languageModel.close();
      whisper.closeAllConnections();
      whisper.close();
    },
  };
}
