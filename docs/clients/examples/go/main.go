// Transcribes a WAV file (16 kHz, 16 bits) as a live stream, and prints each final once, with its start in ms.
// If the file has several channels, each gets a transcript of its own.
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
	"slices"
	"sync"
	"time"

	pb "audiostream.example/transcribe/audiostream"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

const (
	rate         = 16_000
	chunkSamples = rate / 10 // 100 ms
	sampleBytes  = 2
	wavHeader    = 44
	wavChannels  = 22 // position of their number in the header

	callTimeout    = time.Hour
	connectTimeout = 20 * time.Second
	// Time in which calls fail without a final between them.
	resumeTimeout = 2 * time.Minute
)

// reconnects has the delays between attempts to connect. By default they grow to two minutes in a long outage.
var reconnects = backoff.Config{BaseDelay: time.Second, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 5 * time.Second}

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
	nextChunk int32   // first chunk that the next call sends
	committed []int64 // samples of each channel that are in finals or hold no speech
}

// metadata returns the metadata of a call that begins now.
func (s *stream) metadata() *pb.AudioMetadata {
	options := &pb.AudioMetadata{
		Encoding:        pb.AudioEncoding_AUDIO_ENCODING_PCM_S16LE,
		SampleRateHertz: rate,
		Channels:        int32(len(s.committed)),
		Language:        "en",
		InterimResults:  new(bool),
	}
	if len(s.committed) > 1 {
		separate := true
		options.SeparateChannels = &separate
		for _, samples := range s.committed { // a channel that is ahead of the others does not come again
			ahead := time.Duration(samples-slices.Min(s.committed)) * time.Second / rate
			options.ChannelSkips = append(options.ChannelSkips, durationpb.New(ahead))
		}
	}
	return options
}

// send sends the audio of one call. It skips bytes of the first chunk.
func (s *stream) send(call pb.AudioStreamService_StreamAudioClient, options *pb.AudioMetadata, number int32, skip int64) {
	for data := s.audio.get(call.Context(), number); data != nil; data = s.audio.get(call.Context(), number) {
		chunk := &pb.AudioChunk{AudioData: data[skip:], ChunkIndex: number, Metadata: options}
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
func (s *stream) call(final func(millis int64, channel int32, text string)) (progressed bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer s.audio.update(func() {}) // wakes send
	defer cancel()
	call, err := s.client.StreamAudio(ctx, grpc.WaitForReady(true))
	if err != nil {
		return false, asBroken(err, nil)
	}
	begin := slices.Min(s.committed)
	skip := max(0, begin-int64(s.nextChunk)*chunkSamples) * sampleBytes * int64(len(s.committed))
	go s.send(call, s.metadata(), s.nextChunk, skip)
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
		committed := progress.ChannelCommitted
		if len(committed) == 0 {
			committed = []*durationpb.Duration{progress.AudioCommitted}
		}
		for channel := range s.committed {
			s.committed[channel] = begin + samples(committed[channel])
		}
		s.nextChunk = progress.ResumeChunkIndex
		s.audio.dropBefore(s.nextChunk)
		progressed = true
		if response.Text != "" {
			final((begin+samples(progress.StartTime))*1_000/rate, progress.Channel, response.Text)
		}
	}
}

// transcribe calls final for each final, once and in order. The channel is 0 if there is only one.
func (s *stream) transcribe(final func(millis int64, channel int32, text string)) error {
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

// record adds audio at the pace of a microphone.
func record(data []byte, channels int, audio *audio) {
	pace := time.NewTicker(100 * time.Millisecond)
	for ; len(data) > 0; <-pace.C {
		size := min(chunkSamples*sampleBytes*channels, len(data))
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
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: reconnects, MinConnectTimeout: connectTimeout}),
	)
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	file, err := os.ReadFile(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	channels := int(file[wavChannels])
	audio := newAudio()
	go record(file[wavHeader:], channels, audio)
	stream := &stream{
		client:    pb.NewAudioStreamServiceClient(connection),
		audio:     audio,
		committed: make([]int64, channels),
	}
	err = stream.transcribe(func(millis int64, channel int32, text string) {
		if channel > 0 {
			text = fmt.Sprintf("Channel %d: %s", channel, text)
		}
		fmt.Println(millis, text)
	})
	if err != nil {
		log.Fatal(err)
	}
}
