// The WebSocket to the service: acknowledges what was shown, says which cameras are to be sent, and connects again by itself, with
// pauses that grow and differ.
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

export class Connection {
  // handlers: state(message), picture(picture) -> promise, status('open' | 'lost', {waitMs, reason})
  constructor(url, handlers) {
    this.url = url;
    this.handlers = handlers;
    this.pause = FIRST_PAUSE_MS;
    this.wanted = { cameras: [], channel: 0 };
    this.open();
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.retry(); });
  }

  open() {
    clearTimeout(this.timer);
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = (event) => this.receive(socket, event.data);
    socket.onclose = (event) => {
      if (socket === this.socket) this.lost(event.reason);
    };
  }

  // At once, where it would otherwise wait.
  retry() {
    if (this.timer) {
      this.timer = clearTimeout(this.timer);
      this.open();
    }
  }

  lost(reason) {
    const waitMs = Math.round(this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(LONGEST_PAUSE_MS, 2 * this.pause);
    this.greeted = false;
    this.timer = setTimeout(() => { this.timer = undefined; this.open(); }, waitMs);
    this.handlers.status('lost', { waitMs, reason });
    signedOut().then((out) => { if (out) location.reload(); });
  }

  async receive(socket, data) {
    if (typeof data === 'string') {
      const state = JSON.parse(data);
      if (!this.greeted) {
        this.greeted = true;
        this.pause = FIRST_PAUSE_MS;
        this.handlers.status('open', {});
        this.tell();
      }
      this.handlers.state(state);
      this.acknowledge(socket, state.seq);
    } else {
      const picture = unpack(data);
      await this.handlers.picture(picture).catch(() => {});
      this.acknowledge(socket, picture.header.seq);
    }
  }

  acknowledge(socket, seq) {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: 'ack', seq }));
  }

  watch(cameras, channel) {
    this.wanted = { cameras, channel };
    this.tell();
  }

  tell() {
    if (this.greeted && this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify({ type: 'watch', ...this.wanted }));
    }
  }
}

// A WebSocket does not tell that the user's session has ended. A request does: 401, or 499 from OIDC to a script.
async function signedOut() {
  const answer = await fetch('api/model', { headers: { 'X-Requested-With': 'JavaScript' } }).catch(() => undefined);
  return answer?.status === 401 || answer?.status === 499;
}

// Four bytes of length, a JSON header, the picture's file, the map's bytes.
function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const file = new Blob([new Uint8Array(buffer, 4 + length, header.pictureBytes)], { type: header.pictureType });
  return { header, file, map: new Uint8Array(buffer, 4 + length + header.pictureBytes) };
}
