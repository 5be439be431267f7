/* One file on its way: what the house knows of it, then its bytes, again and again until all are there. */
import { Upload, type DetailedError } from 'tus-js-client';
import { fingerprintOf, type Kind } from '../../lib/uploads';
import { gettext } from '../../lib/words';

export interface Wish {
  file: File;
  kind: Kind;
  movie: string;
}

interface Known {
  film: { title: string; url: string } | null;
  upload: string | null;
}

export interface Listener {
  began(token: string): void;
  moved(sent: number): void;
  stopped(words: string): void;
  known(title: string, url: string): void;
  done(): void;
}

const RETRIES = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000, 60000, 60000, 60000, 60000];

export class Sender {
  private upload: Upload | null = null;
  private ended = false;

  constructor(
    readonly wish: Wish,
    private readonly heard: Listener,
  ) {}

  async start(): Promise<void> {
    const { file, kind, movie } = this.wish;
    const fingerprint = kind === 'film' ? await fingerprintOf(file).catch(() => '') : '';
    const known = fingerprint ? await this.ask(file.size, fingerprint) : { film: null, upload: null };
    if (this.ended) return;
    if (known.film) return this.heard.known(known.film.title, known.film.url);
    this.upload = new Upload(file, {
      endpoint: '/upload/',
      uploadUrl: known.upload,
      retryDelays: RETRIES,
      metadata: { filename: file.name, kind, ...(movie && { movie }), ...(fingerprint && { fingerprint }) },
      fingerprint: async () => `enchanted ${[file.name, file.size, file.lastModified, kind, movie].join(' ')}`,
      removeFingerprintOnSuccess: true,
      onUploadUrlAvailable: () => this.heard.began(this.upload?.url?.split('/').pop() ?? ''),
      onProgress: (sent) => this.heard.moved(sent),
      onSuccess: () => this.heard.done(),
      onError: (fault) => this.heard.stopped(wordsOf(fault)),
    });
    if (!known.upload) {
      const before = (await this.upload.findPreviousUploads())[0];
      if (before) this.upload.resumeFromPreviousUpload(before);
    }
    this.upload.start();
  }

  pause(): void {
    void this.upload?.abort();
  }

  resume(): void {
    if (this.upload) this.upload.start();
    else void this.start();
  }

  /** Take it back: the house forgets what came of it. */
  async cancel(): Promise<void> {
    this.ended = true;
    await this.upload?.abort(true).catch(() => undefined);
  }

  private async ask(size: number, fingerprint: string): Promise<Known> {
    try {
      const answer = await fetch(`/api/uploads/known/?size=${size}&fingerprint=${fingerprint}`);
      if (answer.ok) return (await answer.json()) as Known;
    } catch {
      // The line is down: the upload itself tries again, and says so.
    }
    return { film: null, upload: null };
  }
}

/** Why it stopped: the house's own words where it had any. */
function wordsOf(fault: Error | DetailedError): string {
  const answer = 'originalResponse' in fault ? fault.originalResponse : null;
  const words = answer && answer.getStatus() < 600 ? answer.getBody().trim() : '';
  return words || gettext('The line broke. Go on when it is back.');
}
