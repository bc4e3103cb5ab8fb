// Transcribes a WAV file (16 kHz, mono, 16 bits) as a live stream, and prints each final once, with its start in ms.
//
// usage: transcribe HOST:PORT FILE
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	pb "audiostream.example/transcribe/audiostream"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

const (
	rate       = 16_000
	chunkBytes = rate / 10 * 2 // 100 ms
	wavHeader  = 44

	callTimeout = time.Hour
	// Time in which calls fail without a final between them.
	resumeTimeout = 2 * time.Minute
)

// audio holds the chunks of the stream that are not committed yet.
type audio struct {
	mutex    sync.Mutex
	changed  *sync.Cond
	chunks   map[int32][]byte // by number
	end      int32            // number after the newest chunk
	finished bool
}

func newAudio() *audio {
	a := &audio{chunks: map[int32][]byte{}}
	a.changed = sync.NewCond(&a.mutex)
	return a
}

func (a *audio) update(change func()) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	change()
	a.changed.Broadcast()
}

func (a *audio) add(data []byte) {
	a.update(func() {
		a.chunks[a.end] = data
		a.end++
	})
}

func (a *audio) dropBefore(number int32) {
	a.update(func() {
		for old := range a.chunks {
			if old < number {
				delete(a.chunks, old)
			}
		}
	})
}

// get waits for a chunk. It returns nil after the last one, or when the call has ended.
func (a *audio) get(ctx context.Context, number int32) []byte {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for a.chunks[number] == nil && !a.finished && ctx.Err() == nil {
		a.changed.Wait()
	}
	if ctx.Err() != nil {
		return nil
	}
	return a.chunks[number]
}

// stream goes on in a new call when one breaks.
type stream struct {
	client    pb.AudioStreamServiceClient
	audio     *audio
	nextChunk int32 // first chunk that the next call sends
	committed int64 // samples of the whole stream that are in finals or hold no speech
}

// send sends the audio of one call.
func (s *stream) send(call pb.AudioStreamService_StreamAudioClient, number int32, skip int64) {
	options := &pb.AudioMetadata{
		Encoding:        pb.AudioEncoding_AUDIO_ENCODING_PCM_S16LE,
		SampleRateHertz: rate,
		Channels:        1,
		Language:        "en",
		InterimResults:  new(bool),
	}
	for data := s.audio.get(call.Context(), number); data != nil; data = s.audio.get(call.Context(), number) {
		chunk := &pb.AudioChunk{AudioData: data[max(0, skip):], ChunkIndex: number, Metadata: options}
		if call.Send(chunk) != nil {
			return // Recv returns the error
		}
		number, skip, options = number+1, 0, nil
	}
	if call.Context().Err() == nil {
		_ = call.CloseSend()
	}
}

// errBroken wraps the error of a call that broke, so that another one can go on.
var errBroken = errors.New("the call broke")

// asBroken wraps an error if the call broke. A status without `request-id` is not the service's.
func asBroken(err error, trailer metadata.MD) error {
	code := status.Code(err)
	byProxy := (code == codes.Internal || code == codes.Unknown) && len(trailer.Get("request-id")) == 0
	if code == codes.Unavailable || byProxy {
		return fmt.Errorf("%w: %w", errBroken, err)
	}
	return err
}

// call transcribes until the stream ends or the call breaks, and reports whether there was a final.
func (s *stream) call(final func(millis int64, text string)) (progressed bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer s.audio.update(func() {}) // wakes send
	defer cancel()
	call, err := s.client.StreamAudio(ctx, grpc.WaitForReady(true))
	if err != nil {
		return false, asBroken(err, nil)
	}
	begin := s.committed
	go s.send(call, s.nextChunk, s.committed*2-int64(s.nextChunk)*chunkBytes)
	for {
		response, err := call.Recv()
		if errors.Is(err, io.EOF) {
			return progressed, nil
		}
		if err != nil {
			return progressed, asBroken(err, call.Trailer())
		}
		if !response.IsFinal {
			continue
		}
		progress := response.Metadata
		// Before the caller sees the final: no later call sends its audio again.
		s.committed = begin + samples(progress.AudioCommitted)
		s.nextChunk = progress.ResumeChunkIndex
		s.audio.dropBefore(s.nextChunk)
		progressed = true
		if response.Text != "" {
			final((begin+samples(progress.StartTime))*1_000/rate, response.Text)
		}
	}
}

// transcribe calls final for each final, once and in order.
func (s *stream) transcribe(final func(millis int64, text string)) error {
	deadline, delay := time.Now().Add(resumeTimeout), 100*time.Millisecond
	for {
		progressed, err := s.call(final)
		if err == nil {
			return nil
		}
		if progressed {
			deadline, delay = time.Now().Add(resumeTimeout), 100*time.Millisecond
		}
		if !errors.Is(err, errBroken) || time.Now().After(deadline) {
			return err
		}
		log.Printf("resuming from chunk %d: %v", s.nextChunk, err)
		time.Sleep(delay/2 + rand.N(delay/2))
		delay = min(delay*2, 5*time.Second)
	}
}

func samples(d *durationpb.Duration) int64 {
	return int64(d.AsDuration()) * rate / int64(time.Second)
}

// record reads a file at the pace of a microphone.
func record(path string, audio *audio) {
	data, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	pace := time.NewTicker(100 * time.Millisecond)
	for data = data[wavHeader:]; len(data) > 0; <-pace.C {
		size := min(chunkBytes, len(data))
		audio.add(data[:size])
		data = data[size:]
	}
	audio.update(func() { audio.finished = true })
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: transcribe HOST:PORT FILE")
	}
	connection, err := grpc.NewClient(
		os.Args[1],
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{
			Time: 10 * time.Second, Timeout: 5 * time.Second, PermitWithoutStream: true,
		}),
	)
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	audio := newAudio()
	go record(os.Args[2], audio)
	stream := &stream{client: pb.NewAudioStreamServiceClient(connection), audio: audio}
	if err := stream.transcribe(func(millis int64, text string) { fmt.Println(millis, text) }); err != nil {
		log.Fatal(err)
	}
}
