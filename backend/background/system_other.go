//go:build !linux && !darwin && !windows

package background

import "context"

// Register makes the system run the job from now on.
func (j Job) Register(context.Context) error { return ErrUnsupported }

// Unregister ends that.
func (j Job) Unregister(context.Context) error { return ErrUnsupported }

// Registered reports whether the system runs the job.
func (j Job) Registered(context.Context) (bool, error) { return false, ErrUnsupported }
